package etude.tuner.store;

import java.time.Instant;

/**
 * A study in the store.
 *
 * @param id by which the store's methods know it
 * @param created when it began, which tells it from others of its name
 */
public record StoredStudy(long id, Instant created, StudyDefinition definition) {}
