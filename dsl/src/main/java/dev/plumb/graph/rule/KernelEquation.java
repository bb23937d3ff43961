package dev.plumb.graph.rule;

import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Einstein's sum of an input and a kernel, a letter for each axis: {@code abc,cd->abd}. The first axis of input and result is that of the examples; an
 * ellipsis at the start, {@code ...x,xy->...y}, stands for it and any number of axes after it, one at the end, {@code abc...,bd->adc...}, for any number of
 * axes.
 *
 * @param input letters of the input, without the ellipsis
 * @param kernel letters of the kernel
 * @param output letters of the result, without the ellipsis
 * @param elidesFirst whether the first axes have no letters
 * @param elidesLast whether the last axes have no letters
 */
public record KernelEquation(String input, String kernel, String output, boolean elidesFirst, boolean elidesLast) {
    /** What an equation has to look like. */
    public static final String FORM = "input,kernel->output with a letter for each axis, such as \"abc,cd->abd\","
            + " \"...x,xy->...y\" or \"abc...,cd->abd...\"";

    private static final Pattern PATTERN =
            Pattern.compile("(\\.\\.\\.)?([a-zA-Z]+)(\\.\\.\\.)?,([a-zA-Z]+)->(\\.\\.\\.)?([a-zA-Z]+)(\\.\\.\\.)?");

    /** Reads an equation, if it has the form of one. */
    public static Optional<KernelEquation> read(String text) {
        Matcher parts = PATTERN.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        boolean first = parts.group(1) != null;
        boolean last = parts.group(3) != null;
        boolean fits = first == (parts.group(5) != null) && last == (parts.group(7) != null) && !(first && last);
        return fits
                ? Optional.of(new KernelEquation(parts.group(2), parts.group(4), parts.group(6), first, last))
                : Optional.empty();
    }

    /** What its letters must be and are not. */
    public Optional<String> problem() {
        for (String term : List.of(input, kernel, output)) {
            Optional<Character> twice = letters(term).stream()
                    .filter(letter -> term.indexOf(letter) != term.lastIndexOf(letter))
                    .findFirst();
            if (twice.isPresent()) {
                return Optional.of(
                        "one with each letter once in \"" + term + "\", '" + twice.get() + "' is there twice");
            }
        }
        if (!elidesFirst && input.charAt(0) != output.charAt(0)) {
            return Optional.of("one whose input and output begin with the same letter, that of the examples");
        }
        if (!elidesFirst && kernel.indexOf(input.charAt(0)) >= 0) {
            return Optional.of("one whose kernel does not have '" + input.charAt(0) + "', the letter of the examples");
        }
        return letters(output).stream()
                .filter(letter -> input.indexOf(letter) < 0 && kernel.indexOf(letter) < 0)
                .findFirst()
                .map(letter -> "one whose input or kernel has the '" + letter + "' of its output")
                .or(() -> letters(kernel).stream()
                        .filter(letter -> input.indexOf(letter) < 0 && output.indexOf(letter) < 0)
                        .findFirst()
                        .map(letter -> "one whose input or output has the '" + letter + "' of its kernel"));
    }

    /** The letters of the input without that of the examples. */
    public String inputAxes() {
        return elidesFirst ? input : input.substring(1);
    }

    /** The letters of the result without that of the examples. */
    public String outputAxes() {
        return elidesFirst ? output : output.substring(1);
    }

    /** How many axes of an input have no letter, beside that of the examples. */
    public int elided(int rank) {
        return rank - inputAxes().length();
    }

    /** The axis of an input that a letter stands for, or -1. */
    public int inputAxis(char letter, int rank) {
        int at = inputAxes().indexOf(letter);
        return at < 0 || !elidesFirst ? at : at + elided(rank);
    }

    /**
     * The size of a letter's axis: the stated one, else that of the input.
     *
     * @param stated sizes of the letters of the result, -1 for that of the input
     */
    public Dim size(char letter, TensorType type, List<Integer> stated) {
        int made = outputAxes().indexOf(letter);
        return made >= 0 && stated.get(made) != -1
                ? Dim.of(stated.get(made))
                : type.shape().dim(inputAxis(letter, type.rank()));
    }

    /** The shape of the result; see {@link #size}. */
    public Shape result(TensorType type, List<Integer> stated) {
        List<Dim> sizes = new ArrayList<>();
        letters(outputAxes()).forEach(letter -> sizes.add(size(letter, type, stated)));
        int elided = elided(type.rank());
        List<Dim> axes = type.shape().dims();
        sizes.addAll(
                elidesFirst ? 0 : sizes.size(),
                elidesFirst ? axes.subList(0, elided) : axes.subList(axes.size() - elided, axes.size()));
        return new Shape(sizes);
    }

    /** The equation with letters for all axes, for an input of this rank without that of the examples. */
    public String spelledOut(int rank) {
        StringBuilder others = new StringBuilder();
        int missing = elided(rank) + (elidesFirst ? 1 : 0);
        for (char letter = 'A'; others.length() < missing; letter = letter == 'Z' ? 'a' : (char) (letter + 1)) {
            if ((input + kernel + output).indexOf(letter) < 0) {
                others.append(letter);
            }
        }
        return elidesFirst
                ? others + input + "," + kernel + "->" + others + output
                : input + others + "," + kernel + "->" + output + others;
    }

    /** The letters one by one. */
    public static List<Character> letters(String term) {
        return term.chars().mapToObj(letter -> (char) letter).toList();
    }
}
