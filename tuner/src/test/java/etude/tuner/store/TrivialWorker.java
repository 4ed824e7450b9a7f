package etude.tuner.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Claims and completes trials that are no work, until there are none, and prints their numbers. */
final class TrivialWorker {
    private TrivialWorker() {}

    public static void main(String[] arguments) throws Exception {
        List<Integer> claimed = new ArrayList<>();
        try (StudyStore store =
                StudyStore.open(StoreLocation.parse(arguments[0]), Access.WRITING)) {
            long study = store.findStudy(arguments[1]).orElseThrow().id();
            System.out.println("ready");
            System.in.read();
            AttemptOrigin origin = StudyStoreContract.origin(arguments[2]);
            Optional<Claim> claim = store.claim(study, origin, StudyStoreContract.LEASE);
            while (claim.isPresent()) {
                store.end(claim.get(), new Ending.Completed(), "");
                claimed.add(claim.get().number());
                claim = store.claim(study, origin, StudyStoreContract.LEASE);
            }
        }
        claimed.forEach(System.out::println);
    }
}
