package dev.plumb.engine.pass;

import dev.plumb.engine.Program;

/** Rewrites a program into one that computes the same outputs and assignments. */
public interface Pass {

    /** The rewritten program. */
    Program apply(Program program);
}
