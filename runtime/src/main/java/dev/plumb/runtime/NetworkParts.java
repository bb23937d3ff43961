package dev.plumb.runtime;

import dev.plumb.compile.Execution;
import dev.plumb.compile.RecurrentStates;
import dev.plumb.weights.WeightStore;

/**
 * What a network is made of, as all that trains it needs it.
 *
 * @param freezing the graph, and what of it is frozen
 * @param intake what becomes of inputs
 * @param states what stateful layers keep
 * @param notice of pretrained weights that are about to be lost
 */
record NetworkParts(
        Freezing freezing,
        WeightStore weights,
        Intake intake,
        Execution execution,
        RecurrentStates states,
        TransferNotice notice) {}
