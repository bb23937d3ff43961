package dev.plumb.ops;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Einstein's sum by diagonals, sums, transpositions and matrix products, two operands at a time from the left. */
final class Einsum {

    /** An array with a letter for each axis, each once. */
    private record Term(String letters, Var value) {}

    private Einsum() {}

    static Var of(String equation, List<Var> operands) {
        EinsumEquation parsed = EinsumEquation.parse(equation, operands);
        List<Term> terms = new ArrayList<>();
        for (int index = 0; index < operands.size(); index++) {
            terms.add(diagonals(new Term(parsed.operands().get(index), operands.get(index))));
        }
        Term result = terms.get(0);
        for (int index = 1; index < terms.size(); index++) {
            Set<Integer> later = letters(parsed.result());
            terms.subList(index + 1, terms.size()).forEach(term -> later.addAll(letters(term.letters())));
            result = product(result, terms.get(index), later);
        }
        return ordered(summed(result, letters(parsed.result())), parsed.result());
    }

    private static Set<Integer> letters(String text) {
        return text.chars().boxed().collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Takes the diagonal of axes with one letter: both last, as one axis, every (size + 1)-th element. */
    private static Term diagonals(Term term) {
        String letters = term.letters();
        for (int second = 0; second < letters.length(); second++) {
            int first = letters.indexOf(letters.charAt(second));
            if (first < second) {
                int rank = letters.length();
                int size = term.value().size(first);
                Var moved = Axes.moved(Axes.moved(term.value(), second, rank - 1), first, rank - 1);
                Var diagonal = moved.flatten(-2).stridedSlice(-1, 0, size * size, size + 1);
                String rest = new StringBuilder(letters)
                        .deleteCharAt(second)
                        .deleteCharAt(first)
                        .toString();
                return diagonals(new Term(rest + letters.charAt(second), diagonal));
            }
        }
        return term;
    }

    /** Sums over the letters that nobody needs. */
    private static Term summed(Term term, Set<Integer> needed) {
        List<Integer> axes = new ArrayList<>();
        StringBuilder kept = new StringBuilder();
        for (int axis = 0; axis < term.letters().length(); axis++) {
            if (needed.contains((int) term.letters().charAt(axis))) {
                kept.append(term.letters().charAt(axis));
            } else {
                axes.add(axis);
            }
        }
        return axes.isEmpty()
                ? term
                : new Term(
                        kept.toString(),
                        term.value()
                                .sum(axes.stream().mapToInt(Integer::intValue).toArray()));
    }

    /** One batched matrix product: [common and needed, only left, common and done with] times [.., done with, only right]. */
    private static Term product(Term a, Term b, Set<Integer> later) {
        Set<Integer> ofLeft = letters(b.letters());
        ofLeft.addAll(later);
        Term left = summed(a, ofLeft);
        Set<Integer> ofRight = letters(a.letters());
        ofRight.addAll(later);
        Term right = summed(b, ofRight);
        StringBuilder batch = new StringBuilder();
        StringBuilder inner = new StringBuilder();
        StringBuilder rows = new StringBuilder();
        for (char letter : left.letters().toCharArray()) {
            boolean common = right.letters().indexOf(letter) >= 0;
            (!common ? rows : later.contains((int) letter) ? batch : inner).append(letter);
        }
        StringBuilder columns = new StringBuilder();
        for (char letter : right.letters().toCharArray()) {
            if (left.letters().indexOf(letter) < 0) {
                columns.append(letter);
            }
        }
        Map<Character, Integer> sizes = new HashMap<>();
        note(sizes, left);
        note(sizes, right);
        List<Integer> shared = sizes(sizes, batch);
        int depth = product(sizes(sizes, inner));
        Var first = ordered(left, "" + batch + rows + inner).reshape(with(shared, product(sizes(sizes, rows)), depth));
        Var second = ordered(right, "" + batch + inner + columns)
                .reshape(with(shared, depth, product(sizes(sizes, columns))));
        String letters = "" + batch + rows + columns;
        return new Term(letters, first.matmul(second).reshape(sizes(sizes, letters)));
    }

    private static void note(Map<Character, Integer> sizes, Term term) {
        for (int axis = 0; axis < term.letters().length(); axis++) {
            sizes.put(term.letters().charAt(axis), term.value().size(axis));
        }
    }

    private static List<Integer> sizes(Map<Character, Integer> sizes, CharSequence letters) {
        return letters.chars().mapToObj(letter -> sizes.get((char) letter)).toList();
    }

    private static int product(List<Integer> sizes) {
        return sizes.stream().reduce(1, Math::multiplyExact);
    }

    private static List<Integer> with(List<Integer> batch, int rows, int columns) {
        List<Integer> shape = new ArrayList<>(batch);
        shape.add(rows);
        shape.add(columns);
        return shape;
    }

    private static Var ordered(Term term, String letters) {
        List<Integer> order = letters.chars()
                .mapToObj(letter -> term.letters().indexOf(letter))
                .toList();
        return Axes.ordered(term.value(), order);
    }
}
