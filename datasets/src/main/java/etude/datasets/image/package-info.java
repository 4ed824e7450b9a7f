/** What is computed of decoded pictures, whoever needs it: cutting and resizing. Knows no files. */
@NullMarked
package etude.datasets.image;

import org.jspecify.annotations.NullMarked;
