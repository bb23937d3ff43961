package dev.plumb.ops;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which letters the operands and the result of an Einstein's sum have.
 *
 * @param operands letters of each operand, one an axis
 * @param result letters of the result
 */
record EinsumEquation(List<String> operands, String result) {

    /** Reads an equation; whatever is wrong is said with its column, counted from 1. */
    static EinsumEquation parse(String equation, List<Var> operands) {
        Reader reader = new Reader(equation, operands);
        int arrow = equation.indexOf("->");
        List<String> terms = reader.terms(arrow < 0 ? equation.length() : arrow);
        if (terms.size() != operands.size()) {
            throw reader.wrong(0, "names " + terms.size() + " operands, got " + operands.size());
        }
        return new EinsumEquation(terms, arrow < 0 ? reader.implied(terms) : reader.result(arrow + 2, terms));
    }

    /** An equation while it is read. */
    private record Reader(String equation, List<Var> operands) {

        OpException wrong(int index, String problem) {
            return OpException.of("einsum: \"" + equation + "\", column " + (index + 1) + ": " + problem, operands);
        }

        List<String> terms(int end) {
            List<String> terms = new ArrayList<>();
            Map<Character, Integer> sizes = new HashMap<>();
            StringBuilder term = new StringBuilder();
            int begin = 0;
            for (int index = 0; index <= end; index++) {
                char letter = index == end ? ',' : equation.charAt(index);
                if (letter == ',') {
                    finish(term.toString(), terms.size(), begin);
                    terms.add(term.toString());
                    term.setLength(0);
                    begin = index + 1;
                } else if (isLetter(letter)) {
                    size(letter, index, terms.size(), term.length(), sizes);
                    term.append(letter);
                } else if (letter != ' ') {
                    throw wrong(index, unexpected(letter));
                }
            }
            return terms;
        }

        private void finish(String term, int operand, int begin) {
            if (operand < operands.size()
                    && term.length() != operands.get(operand).rank()) {
                throw wrong(
                        begin,
                        "operand " + operand + " has " + operands.get(operand).rank() + " axes, \"" + term + "\" names "
                                + term.length());
            }
        }

        private void size(char letter, int index, int operand, int axis, Map<Character, Integer> sizes) {
            if (operand >= operands.size() || axis >= operands.get(operand).rank()) {
                return;
            }
            int size = operands.get(operand).size(axis);
            Integer earlier = sizes.putIfAbsent(letter, size);
            if (earlier != null && earlier != size) {
                throw wrong(
                        index,
                        "'" + letter + "' is " + earlier + " before and " + size + " in axis " + axis + " of operand "
                                + operand);
            }
        }

        String result(int begin, List<String> terms) {
            StringBuilder result = new StringBuilder();
            for (int index = begin; index < equation.length(); index++) {
                char letter = equation.charAt(index);
                if (letter == ' ') {
                    continue;
                }
                if (!isLetter(letter)) {
                    throw wrong(index, unexpected(letter));
                }
                if (terms.stream().noneMatch(term -> term.indexOf(letter) >= 0)) {
                    throw wrong(index, "'" + letter + "' is in no operand");
                }
                if (result.indexOf(String.valueOf(letter)) >= 0) {
                    throw wrong(index, "'" + letter + "' is in the result twice");
                }
                result.append(letter);
            }
            return result.toString();
        }

        String implied(List<String> terms) {
            String all = String.join("", terms);
            return all.chars()
                    .filter(letter -> all.indexOf(letter) == all.lastIndexOf(letter))
                    .sorted()
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining());
        }

        private static boolean isLetter(char letter) {
            return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
        }

        private static String unexpected(char letter) {
            return "expected a letter for an axis, ',' or '->', found '" + letter + "'"
                    + (letter == '.' ? "; write the axes out, there is no ellipsis" : "");
        }
    }
}
