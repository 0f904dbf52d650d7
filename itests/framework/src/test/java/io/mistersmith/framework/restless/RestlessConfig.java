package io.mistersmith.framework.restless;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** As the orders example has it. */
@ObjectClassDefinition(name = "Restless", description = "A plugin that is made anew by every change.")
public @interface RestlessConfig {

    @AttributeDefinition(name = "Large above", description = "A limit.", min = "0", max = "1000000")
    int large_above() default 1000;
}
