/** What a user's own jar with a model looks like. */
@NullMarked
package example;

import org.jspecify.annotations.NullMarked;
