package io.mistersmith.health.internal;

import io.mistersmith.health.internal.report.Diagnosis;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What {@code smith:doctor} and {@code smith:dump} show. Thread-safe. */
public interface Reports {

    /** What is wrong now, the most urgent first. */
    List<Diagnosis> doctor();

    /** Writes a dump without secrets, and returns where. */
    Path dump() throws IOException;

    /** A file of the home for people, as {@code home/data/dumps/x.zip}. */
    String show(Path file);
}
