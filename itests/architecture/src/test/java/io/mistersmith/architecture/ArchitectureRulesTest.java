package io.mistersmith.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.SimpleConditionEvent.violated;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import java.io.ObjectInputStream;

/** The rules of docs/architecture.md that a compiler cannot check. */
@AnalyzeClasses(packages = "io.mistersmith", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureRulesTest {

    private static final String ROOT = "io.mistersmith.";

    @ArchTest
    static final ArchRule internalsOfAConcernAreItsOwn = classes()
            .that()
            .resideOutsideOfPackage("io.mistersmith.testkit..") // for tests: the real codec and bus, driven by hand
            .should(new ArchCondition<>("use no internal package of another concern") {
                @Override
                public void check(JavaClass user, ConditionEvents events) {
                    for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
                        JavaClass used = dependency.getTargetClass();
                        if (isInternal(used) && !concern(used).equals(concern(user))) {
                            events.add(violated(user, dependency.getDescription()));
                        }
                    }
                }
            })
            .because("providers meet in the service registry, and may be replaced one by one");

    @ArchTest
    static final ArchRule apisDependOnNoProvider = noClasses()
            .that()
            .resideInAPackage("io.mistersmith.*")
            .and()
            .resideOutsideOfPackages("io.mistersmith.testkit", "io.mistersmith.architecture")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.mistersmith..internal..", "io.mistersmith..shell..")
            .because("an API outlives its providers");

    @ArchTest
    static final ArchRule nobodySleeps = noClasses()
            .should()
            .callMethodWhere(describe(
                    "Thread.sleep",
                    call -> call.getTargetOwner().isEquivalentTo(Thread.class)
                            && call.getName().equals("sleep")))
            .because("a wait has a condition and a bound");

    @ArchTest
    static final ArchRule nobodyPrintsToTheConsole = noClasses()
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .because("answers go to the shell's session, everything else to the log");

    @ArchTest
    static final ArchRule onlyThreadsMakesThreads = noClasses()
            .that()
            .resideOutsideOfPackage("io.mistersmith.threads..")
            .and()
            .doNotHaveFullyQualifiedName("io.mistersmith.eventstore.internal.sqlite.Committer") // decision 20
            .and()
            .doNotHaveFullyQualifiedName("io.mistersmith.eventstore.internal.engine.LastResort") // decision 20
            .and()
            .doNotHaveFullyQualifiedName("io.mistersmith.configuration.internal.ConfigurationWorker") // decision 10
            .and()
            .doNotHaveFullyQualifiedName("io.mistersmith.eventbus.internal.core.CoarseClock") // decision 132
            .and()
            .doNotHaveFullyQualifiedName("io.mistersmith.testkit.RealThreadPools") // for tests alone
            .should()
            .accessTargetWhere(describe("makes a thread or a pool of them", Threads::made))
            .because("one place owns every thread, counts it and ends it with its bundle");

    @ArchTest
    static final ArchRule nobodyRunsOnThreadsThatNobodyOwns = noClasses()
            .that()
            .resideOutsideOfPackage("io.mistersmith.testkit..") // for tests
            .should()
            .accessTargetWhere(describe("uses the JVM's common pool or its hidden timer", Threads::borrowed))
            .because("the common pool has no limit, no owner and no metrics; give the pool explicitly");

    @ArchTest
    static final ArchRule nobodyReadsJavaSerialization = noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ObjectInputStream.class)
            .because("deserialising what others sent runs their code");

    private static boolean isInternal(JavaClass used) {
        String name = used.getPackageName();
        return name.startsWith(ROOT) && (name.contains(".internal") || name.endsWith(".shell"));
    }

    private static String concern(JavaClass used) {
        String rest = used.getPackageName().substring(ROOT.length());
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }
}
