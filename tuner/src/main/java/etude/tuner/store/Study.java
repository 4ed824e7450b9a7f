package etude.tuner.store;

import java.time.Instant;

/**
 * A study in the store.
 *
 * @param id by which the store's methods know it
 */
public record Study(long id, StudyDefinition definition, Instant createdAt) {}
