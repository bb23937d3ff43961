package dev.plumb.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What a run of the command printed, and how it ended. */
record Ran(int code, String out, String err) {
    static Ran plumb(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] texts = new String[arguments.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = arguments[i].toString();
        }
        int code = Plumb.run(new PrintWriter(out, true), new PrintWriter(err, true), texts);
        return new Ran(code, lines(out), lines(err));
    }

    private static String lines(StringWriter printed) {
        return printed.toString().replace(System.lineSeparator(), "\n");
    }
}
