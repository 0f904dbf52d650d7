package io.mistersmith.configuration.shell;

import io.mistersmith.configuration.internal.operate.Operator;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.console.Session;

/** What the {@code cfg:} commands of operators have in common. The shell fills the fields in before it runs one. */
abstract class CfgCommand implements Action {

    @Reference
    Operator operator;

    @Reference
    Session session;

    @Option(name = "--json", description = "Print one line of JSON instead")
    boolean json;
}
