package dev.plumb.processor.read;

import java.util.Optional;

/**
 * A block as it was declared.
 *
 * @param wiring its nested interface {@code Wiring}, if it has one
 */
public record BlockDeclaration(OwnLayer layer, Optional<ModelDeclaration> wiring) implements OwnDeclaration {}
