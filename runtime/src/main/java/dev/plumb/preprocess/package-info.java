/** What is computed of the inputs of a model before it runs: texts to tokens, terms to ids, hashes; and how it is adapted to data. */
@NullMarked
package dev.plumb.preprocess;

import org.jspecify.annotations.NullMarked;
