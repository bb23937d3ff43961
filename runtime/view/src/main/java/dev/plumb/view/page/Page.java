package dev.plumb.view.page;

import dev.plumb.view.picture.Ink;
import dev.plumb.view.picture.Markup;
import dev.plumb.view.picture.Svg;

/**
 * An HTML page in one file: no script, no font, no picture from elsewhere, and a policy that forbids browsers to load any. Light or dark, as the reader prefers.
 */
public final class Page {
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'";

    private Page() {}

    /**
     * A page.
     *
     * @param title as text; it is escaped here
     * @param body as HTML below the title, escaped already
     */
    public static String of(String title, String body) {
        return of(title, POLICY, body, "");
    }

    /**
     * A page that a server of this machine gives, with a script that asks it for news.
     *
     * @param script as JavaScript; what it may ask is this server alone
     * @param nonce by which the policy knows the script
     */
    public static String withScript(String title, String body, String script, String nonce) {
        String policy = POLICY + "; connect-src 'self'; script-src 'nonce-" + nonce + "'";
        return of(title, policy, body, "<script nonce=\"" + nonce + "\">\n" + script + "</script>\n");
    }

    private static String of(String title, String policy, String body, String script) {
        String escaped = Markup.escaped(title);
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"" + policy + "\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<title>" + escaped + "</title>\n<style>\n" + style() + "</style>\n</head>\n<body>\n<h1>" + escaped
                + "</h1>\n" + body + script + "</body>\n</html>\n";
    }

    private static String style() {
        return ":root{color-scheme:light dark;" + variables(false) + "}\n"
                + "@media (prefers-color-scheme:dark){:root{" + variables(true) + "}}\n"
                + """
                body{margin:2rem auto;max-width:76rem;padding:0 1.5rem;background:var(--paper);color:var(--text);
                font:15px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,Arial,'DejaVu Sans',sans-serif}
                h1{font-size:1.6rem;margin:0 0 .3rem;overflow-wrap:anywhere}
                h2{font-size:1.15rem;margin:2rem 0 .6rem;border-bottom:1px solid var(--grid);padding-bottom:.25rem}
                p{margin:.4rem 0}.faint{color:var(--faint)}.wrong{color:var(--wrong);font-weight:600}
                table{border-collapse:collapse}
                th,td{text-align:left;padding:.25rem 1.2rem .25rem 0;border-bottom:1px solid var(--grid);vertical-align:top;overflow-wrap:anywhere}
                th{font-weight:600}td.number,th.number{text-align:right;font-variant-numeric:tabular-nums}
                pre{background:var(--panel);padding:.8rem 1rem;overflow:auto;border-radius:6px;font:12.5px/1.35 ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace}
                .picture{overflow:auto;border:1px solid var(--grid);border-radius:6px;max-height:85vh}
                .picture svg{display:block;margin:0 auto}
                .fitted svg{max-width:100%;height:auto}
                progress{width:100%;height:.6rem;accent-color:var(--blue)}
                input.choice{margin:0 .3rem 0 0}label.choice{margin-right:1.2rem}
                .one,.two,.three{display:none;margin-top:.7rem}
                #one:checked~.one,#two:checked~.two,#three:checked~.three{display:block}
                """
                + Svg.style() + "\n";
    }

    private static String variables(boolean dark) {
        StringBuilder variables = new StringBuilder();
        for (Ink ink : Ink.values()) {
            variables
                    .append("--")
                    .append(ink.css())
                    .append(':')
                    .append(dark ? ink.dark() : ink.light())
                    .append(';');
        }
        return variables.toString();
    }
}
