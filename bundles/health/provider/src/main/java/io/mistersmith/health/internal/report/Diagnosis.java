package io.mistersmith.health.internal.report;

/**
 * Something that is wrong.
 *
 * @param problem what one sees
 * @param cause why, as far as it is known
 * @param next what to do
 */
public record Diagnosis(String problem, String cause, String next) {}
