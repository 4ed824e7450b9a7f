/** What the classes of a user's own jar look like. */
@NullMarked
package example;

import org.jspecify.annotations.NullMarked;
