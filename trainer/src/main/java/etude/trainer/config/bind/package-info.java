/**
 * Binds YAML to annotated records and back, whatever the records are: the one reader and writer
 * behind every config file.
 */
@NullMarked
package etude.trainer.config.bind;

import org.jspecify.annotations.NullMarked;
