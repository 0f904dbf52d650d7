package io.mistersmith.configuration;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** What is wrong in the configuration files now. Thread-safe. */
@ProviderType
public interface ConfigurationProblems {

    /** The problems of this moment, by file and line; empty when all is well. */
    List<ConfigurationProblem> list();
}
