package io.mistersmith.metrics.internal;

import com.codahale.metrics.MetricRegistry;
import org.osgi.service.component.annotations.Component;

/** Dropwizard's registry as a service: our meters are in it, and libraries such as HikariCP report into it. */
@Component(service = {MetricRegistry.class, DropwizardRegistry.class})
public final class DropwizardRegistry extends MetricRegistry {}
