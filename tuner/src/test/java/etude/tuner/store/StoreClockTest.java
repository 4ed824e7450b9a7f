package etude.tuner.store;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

/** A worker whose clock is wrong does no harm, because no time comes from a worker. */
@AnalyzeClasses(
        packages = {"etude.tuner.store", "etude.tuner.study"},
        importOptions = ImportOption.DoNotIncludeTests.class)
final class StoreClockTest {
    @ArchTest
    static final ArchRule allTimesAreTheStores =
            noClasses()
                    .should()
                    .callMethod(Instant.class, "now")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .dependOnClassesThat()
                    .areAssignableTo(Clock.class);
}
