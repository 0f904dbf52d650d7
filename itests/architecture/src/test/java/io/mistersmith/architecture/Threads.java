package io.mistersmith.architecture;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.stream.BaseStream;

/** The many ways to come to a thread in Java 17. */
final class Threads {

    private static final List<Class<?>> THREADS =
            List.of(Thread.class, ThreadPoolExecutor.class, ForkJoinPool.class, Timer.class, SubmissionPublisher.class);

    /** Of a {@link CompletableFuture}: what waits for a time does so on a thread of the JVM's, made for all. */
    private static final Set<String> HIDDEN_TIMER = Set.of("orTimeout", "completeOnTimeout", "delayedExecutor");

    private Threads() {}

    /** Calls or refers to something that makes a thread. */
    static boolean made(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        boolean constructor = access.getName().equals("<init>");
        return owner.isEquivalentTo(Executors.class)
                || (constructor && THREADS.stream().anyMatch(owner::isAssignableTo));
    }

    /** Uses a thread that the JVM made for everybody. */
    static boolean borrowed(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        String name = access.getName();
        if (name.equals("parallelStream") || (owner.isAssignableTo(BaseStream.class) && name.equals("parallel"))) {
            return true;
        }
        if (owner.isAssignableTo(ForkJoinPool.class) && name.equals("commonPool")) {
            return true;
        }
        return owner.isAssignableTo(CompletionStage.class)
                && (name.equals("defaultExecutor")
                        || HIDDEN_TIMER.contains(name)
                        || (name.endsWith("Async") && !givesPool(access)));
    }

    private static boolean givesPool(JavaAccess<?> access) {
        return access.getTarget() instanceof CodeUnitAccessTarget target
                && target.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Executor.class));
    }
}
