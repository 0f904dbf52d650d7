package io.mistersmith.configuration.internal.operate;

import io.mistersmith.configuration.internal.guard.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The configurations of the container as they are now. Thread-safe. */
public interface Configured {

    /** The PIDs that have values or a description. */
    List<String> pids();

    /** What was set, without what the container puts beside it; empty when nothing was. */
    Map<String, Object> stored(String pid);

    /** What takes effect, as far as it was set. */
    Map<String, Object> inForce(String pid);

    /** How a PID is described, with its file when that is there; empty when no installed bundle describes it. */
    Optional<Target> target(String pid);

    /** The file that a PID's values come from, or would come from; it need not exist. */
    Path file(String pid);

    /** The .cfg files there are. */
    List<Path> files() throws IOException;

    /** Takes a file at once, as it would be taken when the next look at the folder finds it changed, or gone. */
    void take(Path file) throws IOException;
}
