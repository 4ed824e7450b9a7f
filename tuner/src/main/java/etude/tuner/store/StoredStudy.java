package etude.tuner.store;

import java.time.Instant;
import java.util.OptionalDouble;

/**
 * A study in the store.
 *
 * @param id by which the store's methods know it
 * @param created when it began, which tells it from others of its name
 * @param margin the smallest difference of the objective that matters, where the user named one
 */
public record StoredStudy(
        long id, Instant created, StudyDefinition definition, OptionalDouble margin) {}
