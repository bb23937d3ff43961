package dev.plumb.view.live;

import java.util.Map;

/** What a live page shows. Called by threads of the server. */
public interface LiveSource {
    /**
     * The whole page, as HTML.
     *
     * @param script what brings the news into it
     * @param nonce by which the page's policy knows the script
     */
    String page(String script, String nonce);

    /** The parts of the page as they are now: HTML by the ids of the elements that they are in. */
    Map<String, String> parts();
}
