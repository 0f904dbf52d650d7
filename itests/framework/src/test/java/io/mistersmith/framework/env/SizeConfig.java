package io.mistersmith.framework.env;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Has no file; its value comes from the environment. */
@ObjectClassDefinition(name = "Size")
public @interface SizeConfig {

    @AttributeDefinition(min = "1")
    int size() default 5;
}
