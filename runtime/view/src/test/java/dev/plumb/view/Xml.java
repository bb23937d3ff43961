package dev.plumb.view;

import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** What an XML parser makes of a picture. */
record Xml(Document document) {
    /** Throws if it is not well-formed. */
    static Xml of(String text) throws Exception {
        DocumentBuilderFactory parsers = DocumentBuilderFactory.newInstance();
        parsers.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return new Xml(parsers.newDocumentBuilder().parse(new InputSource(new StringReader(text))));
    }

    /** The texts of all elements of this name, in order. */
    List<String> texts(String element) {
        NodeList found = document.getElementsByTagName(element);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> found.item(i).getTextContent())
                .toList();
    }

    int count(String element) {
        return document.getElementsByTagName(element).getLength();
    }
}
