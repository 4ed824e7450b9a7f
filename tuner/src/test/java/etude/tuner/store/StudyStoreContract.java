package etude.tuner.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import etude.datasets.EtudeException;
import etude.trainer.metrics.Measurement;
import etude.tuner.space.Origin;
import etude.tuner.space.Rerun;
import etude.tuner.space.Trial;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store promises, whatever database is below it. */
abstract class StudyStoreContract {
    static final Duration LEASE = Duration.ofMinutes(2);
    private static final Ending COMPLETED = new Ending.Completed();
    private static final StudyDefinition DEFINITION =
            new StudyDefinition(
                    "adam", "goal: \"Ünicode?\"\n", "seed: 1\n", Map.of("threads", "2"));

    StudyStore store;

    /** Where an empty store can be created. */
    abstract StoreLocation location() throws Exception;

    /** A connection past the store, in autocommit mode. */
    abstract Connection connection() throws SQLException;

    @BeforeEach
    void openStore() throws Exception {
        store = StudyStore.openOrCreate(location());
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void aStudyIsCreatedTogetherWithItsPendingTrials() {
        StoredStudy study = store.createStudy(DEFINITION, trials(0, 2));

        assertThat(study.definition()).isEqualTo(DEFINITION);
        assertThat(store.findStudy("adam")).contains(study);
        assertThat(store.trials(study.id())).containsExactly(pending(0), pending(1));
    }

    @Test
    void creatingAStudyAgainFindsTheStoredOne() {
        StoredStudy study = store.createStudy(DEFINITION, trials(0, 2));
        StudyDefinition edited =
                new StudyDefinition("adam", "goal: another\n", "seed: 1\n", Map.of());

        assertThat(store.createStudy(DEFINITION, trials(0, 2))).isEqualTo(study);
        assertThat(store.createStudy(edited, trials(0, 9))).isEqualTo(study);
        assertThat(store.trials(study.id())).hasSize(2);
        assertThat(store.studies()).containsExactly(study);
    }

    @Test
    void processesThatCreateAStudyAtOnceAllGetTheSame() {
        List<Long> ids =
                IntStream.range(0, 8)
                        .parallel()
                        .mapToObj(
                                i -> {
                                    try (StudyStore own = StudyStore.openOrCreate(location())) {
                                        return own.createStudy(DEFINITION, trials(0, 20)).id();
                                    } catch (Exception e) {
                                        throw new IllegalStateException(e);
                                    }
                                })
                        .toList();

        assertThat(ids).hasSize(8).containsOnly(ids.get(0));
        assertThat(store.trials(ids.get(0))).hasSize(20);
    }

    @Test
    void studiesAreListedOldestFirst() {
        store.createStudy(definition("b"), List.of());
        store.createStudy(definition("a"), List.of());

        assertThat(store.studies())
                .extracting(study -> study.definition().name())
                .containsExactly("b", "a");
        assertThat(store.findStudy("c")).isEmpty();
    }

    @Test
    void extendingAddsTrialsAndLeavesEarlierOnesAlone() {
        long study = study(2);
        Claim claim = claim(study, "w");
        store.end(claim, COMPLETED, "");
        List<TrialStatus> before = store.trials(study);

        assertThat(store.addTrials(study, trials(0, 5))).isEqualTo(3);
        assertThat(store.addTrials(study, trials(0, 5))).isZero();

        assertThat(store.trials(study)).hasSize(5).startsWith(before.toArray(TrialStatus[]::new));
    }

    @Test
    void trialsAreClaimedByNumberButThoseBegunBeforeComeFirst() {
        long study = study(4);
        Claim first = claim(study, "a");
        Claim second = claim(study, "b");
        store.end(second, new Ending.Preempted(), "");
        store.end(first, new Ending.Crashed("killed"), "");

        List<Claim> next =
                IntStream.range(0, 4).mapToObj(i -> claim(study, "worker-" + i)).toList();

        assertThat(next).extracting(Claim::number).containsExactly(0, 1, 2, 3);
        assertThat(next).extracting(Claim::attempt).containsExactly(2, 2, 1, 1);
        assertThat(next.get(3))
                .isEqualTo(new Claim(study, Trials.trial(3), 1, "worker-3", "trials/00003"));
        assertThat(store.claim(study, origin("late"), LEASE)).isEmpty();
        assertThat(store.claimOf(study, "worker-2")).contains(next.get(2));
        assertThat(store.claimOf(study, "a")).isEmpty();
    }

    @Test
    void preemptedTrialsComeBeforeNewOnes() {
        long study = study(3);
        claim(study, "a");
        Claim second = claim(study, "b");
        store.end(second, new Ending.Preempted(), "");

        assertThat(claim(study, "c").number()).isEqualTo(1);
        assertThat(claim(study, "d").number()).isEqualTo(2);
    }

    @Test
    void anAttemptIsOnRecordFromItsStart() {
        long study = study(1);
        Instant before = store.now();
        Claim claim = claim(study, "w");
        store.continueFrom(claim, 400);

        TrialStatus trial = store.trials(study).get(0);
        TrialAttempt attempt = store.attempts(study, 0).get(0);
        assertThat(trial.state()).isEqualTo(TrialState.RUNNING);
        assertThat(trial.worker()).contains("w");
        assertThat(attempt.startedAt()).isBetween(before, store.now());
        assertThat(attempt.attempt()).isEqualTo(1);
        assertThat(attempt.origin()).isEqualTo(origin("w"));
        assertThat(attempt.continuedFrom()).hasValue(400);
        assertThat(attempt.ended()).isEmpty();
    }

    @Test
    void endingsDecideWhatBecomesOfTheTrial() {
        long study = study(5);
        List<Ending> endings =
                List.of(
                        COMPLETED,
                        new Ending.Rejected(new Infeasible.Diverged(7)),
                        new Ending.Failed("no such file"),
                        new Ending.Preempted(),
                        new Ending.Crashed("signal 9"));
        List<Claim> claims = endings.stream().map(ending -> claim(study, "w")).toList();
        for (int i = 0; i < endings.size(); i++) {
            store.end(claims.get(i), endings.get(i), "last\u0000line");
        }

        assertThat(store.trials(study))
                .extracting(TrialStatus::state)
                .containsExactly(
                        TrialState.COMPLETED,
                        TrialState.INFEASIBLE,
                        TrialState.FAILED,
                        TrialState.PENDING,
                        TrialState.PENDING);
        assertThat(store.trials(study))
                .extracting(TrialStatus::reason)
                .containsExactly("", "diverged after step 7", "no such file", "", "");
        assertThat(store.trials(study))
                .extracting(trial -> trial.endedAt().isPresent())
                .containsExactly(true, true, true, false, false);
        assertThat(store.counts(study))
                .containsExactly(
                        Map.entry(TrialState.PENDING, 2),
                        Map.entry(TrialState.RUNNING, 0),
                        Map.entry(TrialState.COMPLETED, 1),
                        Map.entry(TrialState.INFEASIBLE, 1),
                        Map.entry(TrialState.FAILED, 1));
        TrialAttempt crashed = store.attempts(study, 4).get(0);
        assertThat(crashed.ended()).contains(AttemptEnd.CRASHED);
        assertThat(crashed.reason()).contains("signal 9");
        assertThat(crashed.lastLogLines()).startsWith("last").endsWith("line");
    }

    @Test
    void endingAnAttemptTwiceChangesNothing() {
        long study = study(1);
        Claim claim = claim(study, "w");
        store.end(claim, COMPLETED, "");
        List<TrialStatus> after = store.trials(study);

        store.end(claim, COMPLETED, "");

        assertThat(store.trials(study)).isEqualTo(after);
        assertThatThrownBy(() -> store.end(claim, new Ending.Failed("late"), ""))
                .isInstanceOf(TrialLostException.class);
        assertThatThrownBy(() -> store.record(claim, new Measurement(1, Map.of())))
                .isInstanceOf(TrialLostException.class)
                .hasMessage(
                        "trial 0 is lost to worker w, which made attempt 1: it is completed now,"
                                + " after attempt 1 by w");
    }

    @Test
    void failedTrialsCanBeTriedAgainUnderTheirNumber() {
        long study = study(2);
        store.end(claim(study, "w"), new Ending.Failed("no such file"), "");
        store.end(claim(study, "w"), new Ending.Rejected(new Infeasible.Diverged(3)), "");

        assertThat(store.retryFailed(study)).isEqualTo(1);
        Claim again = claim(study, "w");

        assertThat(again.number()).isZero();
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(store.trials(study).get(0).reason()).isEmpty();
        assertThat(store.counts(study)).containsEntry(TrialState.INFEASIBLE, 1);
    }

    @Test
    void aWorkerThatGivesNoSignLosesItsTrialAndCanWriteNothingMore() throws SQLException {
        long study = study(1);
        Claim old = claim(study, "old");
        store.record(old, new Measurement(10, Map.of("loss", 1.0)));
        heartbeatWasBefore(Duration.ofMinutes(3));

        Claim now = claim(study, "new");

        assertThat(now.training()).isEqualTo(old.training());
        assertThat(now.attempt()).isEqualTo(2);
        assertThatThrownBy(() -> store.heartbeat(old)).isInstanceOf(TrialLostException.class);
        assertThatThrownBy(() -> store.record(old, new Measurement(20, Map.of("loss", 9.0))))
                .isInstanceOf(TrialLostException.class);
        assertThatThrownBy(() -> store.continueFrom(old, 0)).isInstanceOf(TrialLostException.class);
        assertThatThrownBy(() -> store.end(old, COMPLETED, ""))
                .isInstanceOf(TrialLostException.class)
                .hasMessageContaining("it is running now, after attempt 2 by new");
        store.end(now, COMPLETED, "");
        assertThat(store.evaluations(study, 0)).hasSize(1);
        assertThat(store.attempts(study, 0))
                .extracting(attempt -> attempt.ended().map(AttemptEnd::word).orElse(""))
                .containsExactly("lost", "completed");
    }

    @Test
    void aHeartbeatKeepsTheTrial() throws SQLException {
        long study = study(1);
        Claim claim = claim(study, "w");
        heartbeatWasBefore(Duration.ofMinutes(3));

        store.heartbeat(claim);

        assertThat(store.claim(study, origin("other"), LEASE)).isEmpty();
        assertThat(store.trials(study).get(0).heartbeatAt().orElseThrow())
                .isAfter(store.now().minusSeconds(60));
    }

    @Test
    void aClaimCarriesItsTrialAsItWasStored() {
        long study = study(0);
        Map<String, JsonNode> values = new LinkedHashMap<>();
        values.put("rate if optimizer.name is adam", DoubleNode.valueOf(0.1 + 0.2));
        values.put("layers", LongNode.valueOf(3));
        values.put("flag", BooleanNode.TRUE);
        Map<String, JsonNode> settings = new LinkedHashMap<>(values);
        settings.put("hidden", JsonNodeFactory.instance.arrayNode().add(256L).add("ü"));
        Trial trial = new Trial(0, 1, 2, Long.MAX_VALUE, values, settings);
        store.addTrials(study, List.of(trial));

        assertThat(claim(study, "w").training()).isEqualTo(trial);
        Trial again = store.claimOf(study, "w").orElseThrow().training().trial();
        assertThat(again).isEqualTo(trial);
        assertThat(again.settings().keySet()).containsExactlyElementsOf(settings.keySet());
        assertThat(store.trials(study).get(0).trial()).isEqualTo(trial);
    }

    @Test
    void reasonsForInfeasibilityAreData() {
        List<Infeasible> reasons =
                List.of(
                        new Infeasible.Diverged(7),
                        new Infeasible.OutOfMemory("batch_size", 64, "it (really) wanted 4 GiB"),
                        new Infeasible.Constraint(
                                "model.width: must be a multiple of 8, found 12"));
        long study = study(reasons.size());
        reasons.forEach(why -> store.end(claim(study, "w"), new Ending.Rejected(why), ""));

        assertThat(store.trials(study))
                .extracting(trial -> trial.infeasible().orElseThrow())
                .isEqualTo(reasons);
        assertThat(store.trials(study))
                .extracting(TrialStatus::reason)
                .containsExactly(
                        "diverged after step 7",
                        "out of memory: batch_size 64 does not fit (it (really) wanted 4 GiB)",
                        "constraint violated: model.width: must be a multiple of 8, found 12");
    }

    @Test
    void theLogOfTheLatestProcessThatDiedIsKept() {
        long study = study(3);
        store.end(claim(study, "w"), new Ending.Crashed("signal 9"), "first\ndeath");
        store.end(claim(study, "w"), new Ending.Crashed("signal 9"), "second death");
        store.end(claim(study, "w"), COMPLETED, "");

        assertThat(store.lastLogLines(study)).containsExactly(Map.entry(0, "second death"));
    }

    @Test
    void anEvaluationKeepsAllItsMetricsInTheirOrder() {
        long study = study(1);
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("validation/loss", 0.1 + 0.2);
        metrics.put("train/loss", Double.NaN);
        metrics.put("a", Double.NEGATIVE_INFINITY);
        Measurement evaluation = new Measurement(3_000_000_000L, metrics);

        store.record(claim(study, "w"), evaluation);

        Measurement stored = store.evaluations(study, 0).get(0);
        assertThat(stored).isEqualTo(evaluation);
        assertThat(stored.metrics().keySet()).containsExactly("validation/loss", "train/loss", "a");
    }

    @Test
    void evaluationsMeasuredAgainReplaceThoseOfTheAttemptBefore() {
        long study = study(1);
        Claim first = claim(study, "w");
        for (long step = 100; step <= 400; step += 100) {
            store.record(first, new Measurement(step, Map.of("loss", 1.0)));
        }
        store.end(first, new Ending.Preempted(), "");
        Claim second = claim(study, "w");
        store.continueFrom(second, 200);
        assertThat(store.evaluations(study, 0))
                .extracting(Measurement::step)
                .containsExactly(100L, 200L);

        store.record(second, new Measurement(300, Map.of("loss", 2.0)));
        store.record(second, new Measurement(300, Map.of("loss", 3.0)));

        assertThat(store.evaluations(study, 0))
                .extracting(evaluation -> evaluation.metrics().get("loss"))
                .containsExactly(1.0, 1.0, 3.0);
    }

    @Test
    void theEvaluationsOfAStudyAreReadPageByPage() throws SQLException {
        long study = study(2);
        long other = store.createStudy(definition("other"), trials(0, 1)).id();
        store.record(claim(other, "w"), new Measurement(1, Map.of()));
        List<TrialMeasurement> expected = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            Measurement evaluation = new Measurement(1 + i % 1_250, Map.of("loss", (double) i));
            expected.add(new TrialMeasurement(i / 1_250, evaluation));
        }
        insert(study, expected);

        assertThat(store.evaluations(study)).containsExactlyElementsOf(expected);
    }

    @Test
    void aClaimWhoseAnswerWasLostIsFoundAgain() throws Exception {
        long study = study(2);
        Dialect dialect = dialect();
        try (Database database = new Database(dialect, Patience.USUAL, Schema.current())) {
            Claiming claiming = new Claiming(study, origin("w"), LEASE);

            Optional<Claim> first = database.transact(claiming);

            assertThat(database.transact(claiming)).isEqualTo(first);
            assertThat(store.counts(study)).containsEntry(TrialState.RUNNING, 1);
        }
    }

    @Test
    void aStoreOfAnOlderVersionIsBroughtUpToDate() throws Exception {
        study(1);
        List<Schema.Upgrade> upgrades = new ArrayList<>(Schema.current().upgrades());
        upgrades.add(Schema.Upgrade.script("create table b (a int);\n"));
        Schema next = new Schema(upgrades);
        StudyStore.open(location(), Access.WRITING, Patience.USUAL, next).close();

        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("insert into b values (1)")).isEqualTo(1);
        }
        assertThatThrownBy(() -> StudyStore.openOrCreate(location()))
                .isInstanceOf(EtudeException.class)
                .hasMessage(
                        "study store %s has version 5 and this etude knows versions up to 4; use a newer etude",
                        location());
    }

    @Test
    void whatADeadProcessLeftHalfWrittenIsUndone() throws Exception {
        long study = study(1);
        try (ChildProcess child = ChildProcess.start(HalfWriter.class, dialectArguments())) {
            assertThat(child.readLine()).isEqualTo("written");
            child.kill();
        }

        Claim claim = claimOnceFree(study);

        assertThat(claim.attempt()).isEqualTo(1);
        store.end(claim, COMPLETED, "");
        assertThat(store.counts(study)).containsEntry(TrialState.COMPLETED, 1);
    }

    /** Two in each process. */
    @Test
    void eightWorkersClaimEveryTrialOnce() throws Exception {
        int trials = 600;
        long study = study(trials);
        List<ChildProcess> workers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            workers.add(
                    ChildProcess.start(
                            TrivialWorker.class,
                            List.of(text(location()), "study", "worker-" + i)));
        }
        for (ChildProcess worker : workers) {
            assertThat(worker.readLine()).isEqualTo("ready");
        }
        workers.forEach(ChildProcess::go);
        List<Integer> claimed = new ArrayList<>();
        for (ChildProcess worker : workers) {
            worker.rest().forEach(line -> claimed.add(Integer.valueOf(line)));
            assertThat(worker.exitCode()).as(worker.errors()).isZero();
            worker.close();
        }

        assertThat(claimed)
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, trials).boxed().toList());
        assertThat(store.counts(study)).containsEntry(TrialState.COMPLETED, trials);
    }

    abstract Dialect dialect() throws Exception;

    /** What {@link HalfWriter} needs to connect. */
    private List<String> dialectArguments() throws Exception {
        return List.of(text(location()));
    }

    static String text(StoreLocation location) {
        return location instanceof StoreLocation.PostgresDatabase database
                ? database.url()
                : location.toString();
    }

    private void insert(long study, List<TrialMeasurement> evaluations) throws SQLException {
        try (Connection connection = connection()) {
            connection.setAutoCommit(false);
            try (var statement =
                    connection.prepareStatement(
                            "insert into evaluations values (?, ?, ?, 1, 0, ?)")) {
                for (TrialMeasurement each : evaluations) {
                    statement.setLong(1, study);
                    statement.setInt(2, each.trial());
                    statement.setLong(3, each.measurement().step());
                    statement.setString(4, Columns.json(each.measurement().metrics()));
                    statement.addBatch();
                }
                statement.executeBatch();
            }
            connection.commit();
        }
    }

    private void heartbeatWasBefore(Duration time) throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    "update trials set heartbeat_at = heartbeat_at - " + time.toMillis());
        }
    }

    @Test
    void rerunsAreWorkedOnAsTrialsAreAndAreNone() {
        long study = study(8);
        Claim trial = claim(study, "w");
        store.end(trial, COMPLETED, "");
        List<Rerun> reruns =
                List.of(
                        new Rerun(Trials.trial(7), 1, 31),
                        new Rerun(Trials.trial(0), 2, 32),
                        new Rerun(Trials.trial(0), 1, 31));

        assertThat(store.addReruns(study, reruns)).isEqualTo(3);
        assertThat(store.addReruns(study, reruns)).as("the same again").isZero();
        IntStream.range(1, 8).forEach(i -> store.end(claim(study, "w"), COMPLETED, ""));
        Claim claim = claim(study, "w");
        store.record(claim, new Measurement(10, Map.of("loss", 1.0)));
        store.end(claim, COMPLETED, "");

        assertThat(claim)
                .as("after the trials, first ones first")
                .isEqualTo(new Claim(study, reruns.get(2), 1, "w", "reruns/00000-1"));
        assertThat(store.reruns(study))
                .extracting(TrialStatus::training)
                .containsExactly(reruns.get(2), reruns.get(0), reruns.get(1));
        assertThat(store.reruns(study))
                .extracting(TrialStatus::state)
                .containsExactly(TrialState.COMPLETED, TrialState.PENDING, TrialState.PENDING);
        assertThat(store.trials(study)).extracting(TrialStatus::number).hasSize(8).contains(0, 7);
        assertThat(store.counts(study)).containsEntry(TrialState.COMPLETED, 8);
        assertThat(store.evaluations(study, 0)).isEmpty();
        assertThat(store.evaluations(study, claim.number())).hasSize(1);
    }

    @Test
    void aMarginIsKeptWithTheStudy() {
        long study = study(1);
        assertThat(store.findStudy("study").orElseThrow().margin()).isEmpty();
        store.keepMargin(study, 0.002);
        assertThat(store.findStudy("study").orElseThrow().margin()).hasValue(0.002);
    }

    /** Without what later versions added, this is a store of version 2. */
    @Test
    void aStoreOfVersion2IsUpgraded() throws Exception {
        long study = study(2);
        store.end(claim(study, "w"), COMPLETED, "");
        List<TrialStatus> before = store.trials(study);
        store.close();
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("alter table trials drop column origin");
            statement.executeUpdate("alter table trials drop column rerun_of");
            statement.executeUpdate("alter table trials drop column rerun_seed");
            statement.executeUpdate("alter table studies drop column margin");
            statement.executeUpdate("update etude_store set version = 2");
        }

        store = StudyStore.open(location(), Access.WRITING);

        assertThat(store.trials(study)).isEqualTo(before);
        assertThat(store.reruns(study)).isEmpty();
        assertThat(store.addReruns(study, List.of(new Rerun(Trials.trial(0), 1, 31)))).isOne();
    }

    @Test
    void aTrialThatAwaitsItsPointIsClaimedWithTheOneChosenForIt() {
        long study = awaiting(1, 3);
        store.end(claim(study, "w"), COMPLETED, "");

        assertThat(store.claim(study, origin("w"), LEASE)).isEmpty();
        ChosenPoint choice = choice(study, 1, 0.5);
        Claim claim = store.claim(study, origin("w"), LEASE, choice).orElseThrow();

        assertThat(claim.training()).isEqualTo(choice.trial());
        assertThat(claim.attempt()).isOne();
        assertThat(store.trials(study).get(1).trial()).isEqualTo(choice.trial());
        assertThat(store.trials(study).get(1).trial().origin()).isEqualTo(choice.trial().origin());
        assertThat(store.trials(study).get(2).trial().awaitsPoint()).isTrue();
    }

    @Test
    void aPointIsRefusedOnceTrialsThatItFollowsFromHaveMovedOn() {
        long study = awaiting(2, 4);
        Claim first = claim(study, "a");
        Claim second = claim(study, "b");
        ChosenPoint early = choice(study, 2, 0.5);
        store.end(first, COMPLETED, "");

        assertThat(store.claim(study, origin("c"), LEASE, early)).isEmpty();
        ChosenPoint late = choice(study, 2, 0.25);
        store.end(second, new Ending.Preempted(), "");
        assertThat(store.claim(study, origin("c"), LEASE, late))
                .as("a trial that was begun comes first")
                .isEmpty();
        claim(study, "b");
        assertThat(store.claim(study, origin("c"), LEASE, late))
                .as("whether it runs or waits is the same for the point")
                .isPresent();
    }

    @Test
    void noTwoTrialsOfAnArmGetTheSamePoint() {
        long study = awaiting(1, 3);
        store.end(claim(study, "w"), COMPLETED, "");
        assertThat(store.claim(study, origin("w"), LEASE, choice(study, 1, 0.5))).isPresent();

        assertThat(store.claim(study, origin("v"), LEASE, choice(study, 2, 0.5))).isEmpty();
        assertThat(store.claim(study, origin("v"), LEASE, choice(study, 2, 0.75))).isPresent();
    }

    @Test
    void workersThatChooseAtOnceEachGetATrialOfTheirOwn() {
        long study = awaiting(0, 12);
        List<Integer> claimed =
                IntStream.range(0, 12)
                        .parallel()
                        .mapToObj(
                                i -> {
                                    try (StudyStore own = StudyStore.openOrCreate(location())) {
                                        return chosenUntilClaimed(own, study, "w" + i);
                                    } catch (Exception e) {
                                        throw new IllegalStateException(e);
                                    }
                                })
                        .toList();

        assertThat(claimed)
                .containsExactlyInAnyOrderElementsOf(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
        assertThat(store.trials(study))
                .allSatisfy(
                        trial ->
                                assertThat(trial.trial().origin())
                                        .as("each knew of all trials before it")
                                        .isEqualTo(awareOf(trial.number())));
    }

    private static int chosenUntilClaimed(StudyStore own, long study, String worker) {
        while (true) {
            List<TrialStatus> trials = own.trials(study);
            int next = (int) trials.stream().filter(t -> !t.trial().awaitsPoint()).count();
            ChosenPoint choice =
                    new ChosenPoint(
                            withPoint(next, next, awareOf(next)),
                            Optional.of(ChosenPoint.basis(trials, 0)));
            Optional<Claim> claim = own.claim(study, origin(worker), LEASE, choice);
            if (claim.isPresent()) {
                return claim.get().number();
            }
        }
    }

    private static Origin awareOf(int trials) {
        return new Origin.Substituted(
                Origin.Reason.TOO_FEW, List.of(), IntStream.range(0, trials).boxed().toList());
    }

    /** A study of one arm whose later trials wait for their points. */
    private long awaiting(int planned, int all) {
        long study = study(planned);
        store.addTrials(
                study,
                IntStream.range(planned, all)
                        .mapToObj(
                                number ->
                                        new Trial(
                                                number,
                                                0,
                                                number,
                                                100 + number,
                                                Map.of(),
                                                Map.of(),
                                                new Origin.Awaited()))
                        .toList());
        return study;
    }

    private ChosenPoint choice(long study, int number, double x) {
        return new ChosenPoint(
                withPoint(number, x, awareOf(number)),
                Optional.of(ChosenPoint.basis(store.trials(study), 0)));
    }

    private static Trial withPoint(int number, double x, Origin origin) {
        Map<String, JsonNode> values = Map.of("x", DoubleNode.valueOf(x));
        return new Trial(number, 0, number, 100 + number, values, values, origin);
    }

    long study(int trials) {
        return store.createStudy(definition("study"), trials(0, trials)).id();
    }

    Claim claim(long study, String worker) {
        return store.claim(study, origin(worker), LEASE).orElseThrow();
    }

    /** A server undoes what a dead client began when it notices that the connection is closed. */
    private Claim claimOnceFree(long study) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        Optional<Claim> claim = store.claim(study, origin("w"), LEASE);
        while (claim.isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(20);
            claim = store.claim(study, origin("w"), LEASE);
        }
        return claim.orElseThrow();
    }

    private static StudyDefinition definition(String name) {
        return new StudyDefinition(name, "goal: none\n", "seed: 1\n", Map.of());
    }

    static AttemptOrigin origin(String worker) {
        return new AttemptOrigin(
                worker, "host", "cpu", "etude study worker", "abc", "", Map.of("etude", "0.1.0"));
    }

    private static List<Trial> trials(int from, int to) {
        return Trials.trials(from, to);
    }

    private static TrialStatus pending(int number) {
        return new TrialStatus(
                Trials.trial(number),
                TrialState.PENDING,
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "trials/0000" + number);
    }
}
