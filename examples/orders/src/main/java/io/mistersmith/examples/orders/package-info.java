/** A whole plugin: flags large orders, keeps totals per customer, and brings two commands to look at both. */
package io.mistersmith.examples.orders;
