package dev.plumb.processor.check;

import dev.plumb.processor.read.Token;

/**
 * A token and where it comes in the declaration.
 *
 * @param method the index of the method, or -1 for the type
 * @param part the index of the parameter, or -1 for the method itself
 */
record Location(Token token, int method, int part) {}
