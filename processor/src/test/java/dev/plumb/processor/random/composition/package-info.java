/** Random models that are made of parts: shared layers, nested models, blocks, repetitions. The compiler, the builder and Keras judge them. */
package dev.plumb.processor.random.composition;
