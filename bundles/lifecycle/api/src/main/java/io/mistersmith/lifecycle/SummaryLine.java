package io.mistersmith.lifecycle;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * One line of the start-up summary that is printed when the container is ready. Register it as a service; when there are
 * more than fit, those with the lowest {@link #order} are printed.
 */
@ConsumerType
public interface SummaryLine {

    /** The word that the line begins with, such as {@code http} or {@code store}: 8 characters at most. */
    String name();

    /** The rest of the line. Asked for when the container is ready, on any thread; must not block. */
    String text();

    /** Where the line stands: {@code http} has 10, {@code store} 20, {@code plugins} 30, {@code help} 40. */
    int order();
}
