package io.mistersmith.sourcing.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.sourcing.ProjectionStatus;
import io.mistersmith.sourcing.Projections;
import io.mistersmith.testkit.ShellConsole;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProjectionsCommandTest {

    private static final ProjectionStatus STUCK =
            new ProjectionStatus("totals", 1, "orders/1.0.0", "stuck", 2, 2, "event at position 3: no amount");

    private final List<ProjectionStatus> unserved = new ArrayList<>();
    private final ShellConsole console = new ShellConsole();
    private final ProjectionsCommand command = new ProjectionsCommand();

    @Test
    void whatStopsAProjectionIsShown() throws Exception {
        assertThat(run(STUCK).lines().filter(line -> line.startsWith("totals")))
                .singleElement()
                .asString()
                .contains("orders/1.0.0", "stuck", "event at position 3: no amount");
    }

    @Test
    void jsonHasAllOfIt() throws Exception {
        command.json = true;

        assertThat(run(STUCK))
                .isEqualTo("[{\"projection\":\"totals\",\"version\":1,\"bundle\":\"orders/1.0.0\",\"state\":\"stuck\","
                        + "\"position\":2,\"projected\":2,\"problem\":\"event at position 3: no amount\"}]\n");
    }

    @Test
    void viewOfARemovedPluginIsShownToo() throws Exception {
        unserved.add(new ProjectionStatus("sums", 2, "", "no projection", 9, 0, "bus:forget sums removes its view"));

        assertThat(run()).contains("sums", "no projection", "bus:forget sums");
    }

    @Test
    void withoutAnyItIsSaidHowToBringOne() throws Exception {
        assertThat(run()).isEqualTo("No projections. Drop a plugin with a Projection service into deploy/.\n");
    }

    private String run(ProjectionStatus... all) throws Exception {
        command.projections = new Projections() {
            @Override
            public List<ProjectionStatus> list() {
                return List.of(all);
            }

            @Override
            public List<ProjectionStatus> unserved() {
                return unserved;
            }
        };
        command.session = console.session();
        return console.run(command);
    }
}
