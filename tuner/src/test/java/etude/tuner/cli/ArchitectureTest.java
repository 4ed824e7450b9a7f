package etude.tuner.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.core.domain.properties.HasParameterTypes.Predicates.rawParameterTypes;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import ai.djl.engine.Engine;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import etude.trainer.engine.Devices;
import etude.trainer.engine.HostCopy;
import java.io.PrintStream;
import org.jspecify.annotations.NullMarked;

/** The module rules: tuner knows trainer, trainer knows datasets, and nobody looks up. */
@AnalyzeClasses(packages = "etude", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String DJL = "ai.djl..";

    /** Methods of an array that copy it, or a part of it, to the CPU. */
    private static final String READING =
            "to(\\w*Array|ByteBuffer|Device|DebugString)"
                    + "|get(Boolean|Byte|Double|Float|Int|Long|Uint8)|contentEquals|encode";

    @ArchTest
    static final ArchRule datasetsKnowNoEngineAndNoTraining =
            noClasses()
                    .that()
                    .resideInAPackage("etude.datasets..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(DJL, "etude.trainer..", "etude.tuner..");

    @ArchTest
    static final ArchRule trainerKnowsNoStudies =
            noClasses()
                    .that()
                    .resideInAPackage("etude.trainer..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("etude.tuner..");

    @ArchTest
    static final ArchRule tunerKnowsNoTensors =
            noClasses()
                    .that()
                    .resideInAPackage("etude.tuner..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(DJL);

    @ArchTest
    static final ArchRule configAndFilesKnowNoTensors =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "etude.trainer.config..",
                            "etude.trainer.files..",
                            "etude.trainer.metrics..",
                            "etude.trainer.schedule..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(DJL)
                    .allowEmptyShould(true);

    /** Everything else prints to what it is handed, if at all. */
    @ArchTest
    static final ArchRule onlyTheEdgeOfTheProcessKnowsItsStreams =
            noClasses()
                    .that(
                            are(
                                    not(
                                            belongToAnyOf(
                                                    Etude.class,
                                                    TrialProcess.class,
                                                    ArchiveMain.class))))
                    .should(ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule onlyTheCommandPrints =
            noClasses()
                    .that()
                    .resideOutsideOfPackages("etude.tuner.cli", "etude.tuner.progress")
                    .should()
                    .dependOnClassesThat()
                    .areAssignableTo(PrintStream.class);

    /** Which library it is, and what must be set before it loads, is settled there. */
    @ArchTest
    static final ArchRule onlyDevicesLoadsTheEngine =
            noClasses()
                    .that(are(not(belongToAnyOf(Devices.class))))
                    .should()
                    .callMethod(Engine.class, "getEngine", String.class);

    /** DJL's own methods keep copies of what they read for as long as the array's manager lives. */
    @ArchTest
    static final ArchRule onlyHostCopyReadsArrays =
            noClasses()
                    .that(are(not(belongToAnyOf(HostCopy.class))))
                    .should()
                    .accessTargetWhere(
                            target(owner(assignableTo("ai.djl.ndarray.NDArray")))
                                    .and(target(nameMatching(READING))));

    /**
     * DJL makes an array of the number, by a copy to the device that the CPU waits for. Checks wait
     * anyway.
     */
    @ArchTest
    static final ArchRule numbersReachTheDeviceInKernels =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("etude.trainer.check")
                    .should()
                    .callMethodWhere(
                            JavaCall.Predicates.target(
                                            owner(assignableTo("ai.djl.ndarray.NDArray")))
                                    .and(
                                            JavaCall.Predicates.target(
                                                    rawParameterTypes(Number.class))));

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("etude.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule everyPackageIsNullMarked =
            classes()
                    .that(resideInAnyPackage("etude.."))
                    .should(
                            new ArchCondition<>("be in a @NullMarked package") {
                                @Override
                                public void check(JavaClass item, ConditionEvents events) {
                                    if (!item.getPackage().isAnnotatedWith(NullMarked.class)) {
                                        events.add(
                                                SimpleConditionEvent.violated(
                                                        item,
                                                        item.getPackageName()
                                                                + " is not @NullMarked"));
                                    }
                                }
                            });
}
