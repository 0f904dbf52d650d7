package io.mistersmith.resilience.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(
        name = "Mister Smith: Retry Budget",
        description = "One budget; the name of the instance is its name, and retries name it")
@interface BudgetKeys {

    String PID = "io.mistersmith.resilience.budget";

    @AttributeDefinition(name = "Share", description = "Retries per hundred calls.", min = "0", max = "100")
    int percent() default 20;

    @AttributeDefinition(
            name = "Minimum",
            description = "Retries per second that are allowed however few calls there are.",
            min = "0",
            max = "100000")
    int min_per_second() default 10;

    @AttributeDefinition(name = "Burst", description = "Retries that may be saved up.", min = "1", max = "1000000")
    int burst() default 100;
}
