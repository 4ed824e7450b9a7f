package etude.tuner.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Two workers that claim and complete trials that are no work, until there are none, and print
 * their numbers.
 */
final class TrivialWorker {
    private TrivialWorker() {}

    public static void main(String[] arguments) throws Exception {
        StoreLocation location = StoreLocation.parse(arguments[0]);
        List<Integer> claimed = new ArrayList<>();
        try (StudyStore one = StudyStore.open(location, Access.WRITING);
                StudyStore other = StudyStore.open(location, Access.WRITING)) {
            System.out.println("ready");
            System.in.read();
            CompletableFuture<List<Integer>> beside =
                    CompletableFuture.supplyAsync(
                            () -> claimAll(other, arguments[1], arguments[2] + "-other"));
            claimed.addAll(claimAll(one, arguments[1], arguments[2]));
            claimed.addAll(beside.join());
        }
        claimed.forEach(System.out::println);
    }

    private static List<Integer> claimAll(StudyStore store, String name, String worker) {
        List<Integer> claimed = new ArrayList<>();
        long study = store.findStudy(name).orElseThrow().id();
        AttemptOrigin origin = StudyStoreContract.origin(worker);
        Optional<Claim> claim = store.claim(study, origin, StudyStoreContract.LEASE);
        while (claim.isPresent()) {
            store.end(claim.get(), new Ending.Completed(), "");
            claimed.add(claim.get().number());
            claim = store.claim(study, origin, StudyStoreContract.LEASE);
        }
        return claimed;
    }
}
