package dev.plumb.processor.read;

/**
 * A name that did not come from the source to the processor.
 *
 * @param reason what happened, the end of a first line
 * @param fix what can be done
 */
public record LostName(String reason, String fix) {}
