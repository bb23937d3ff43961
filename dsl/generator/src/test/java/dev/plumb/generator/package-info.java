@org.jspecify.annotations.NullMarked
package dev.plumb.generator;
