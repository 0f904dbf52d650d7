package io.mistersmith.framework.calm;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** As the orders example has it. */
@ObjectClassDefinition(name = "Calm", description = "A plugin that takes changes in place.")
public @interface CalmConfig {

    @AttributeDefinition(name = "Large above", description = "A limit.", min = "0", max = "1000000")
    int large_above() default 1000;
}
