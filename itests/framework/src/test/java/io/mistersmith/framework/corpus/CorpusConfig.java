package io.mistersmith.framework.corpus;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** A key of every kind. */
@ObjectClassDefinition(name = "Corpus", description = "What the generated files configure.")
public @interface CorpusConfig {

    enum Mode {
        FAST,
        SAFE
    }

    @AttributeDefinition(name = "URL", description = "Must be set.")
    String url();

    @AttributeDefinition(name = "Window", description = "Events.", min = "1", max = "100")
    int window() default 10;

    @AttributeDefinition(name = "Timeout", description = "Milliseconds.", min = "1", max = "60000")
    long timeout_ms() default 1_000;

    @AttributeDefinition(name = "Ratio", description = "Share.", min = "0", max = "1")
    double ratio() default 0.5;

    @AttributeDefinition(name = "Live", description = "Whether.")
    boolean live() default true;

    @AttributeDefinition(name = "Mode", description = "How.")
    Mode mode() default Mode.FAST;

    @AttributeDefinition(name = "Host", description = "Where.")
    String host() default "localhost";

    @AttributeDefinition(name = "Names", description = "Of what.")
    String[] names() default {"a", "b"};

    @AttributeDefinition(name = "Token", description = "Secret.", type = AttributeType.PASSWORD, required = false)
    String token();
}
