package dev.plumb.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** {@code plumb-bom} has the versions of all modules that are published: a new one cannot be forgotten. */
final class BillOfMaterialsTest {
    private static final Path ROOT = Path.of("..");

    /** Runs only when {@code plumb-dsl} is built. */
    private static final String GENERATOR = "plumb-layer-generator";

    private static final String BOM = "plumb-bom";

    private final XPath paths = XPathFactory.newInstance().newXPath();

    @Test
    void eachPublishedModuleIsInIt() throws Exception {
        List<String> published = new ArrayList<>();
        for (String module : all(pom("."), "/project/modules/module")) {
            Document pom = pom(module);
            String artifact = one(pom, "/project/artifactId");
            boolean stays = one(pom, "/project/properties/maven.deploy.skip").equals("true");
            if (!stays && !artifact.equals(GENERATOR) && !artifact.equals(BOM)) {
                published.add(artifact);
            }
        }
        List<String> listed = all(pom("bom"), "//dependency/artifactId");
        assertEquals(
                published.stream().sorted().toList(), listed.stream().sorted().toList());
    }

    @Test
    void itHasTheVersionOfTheBuild() throws Exception {
        assertEquals(one(pom("."), "/project/version"), one(pom("bom"), "/project/version"));
        for (String version : all(pom("bom"), "//dependency/version")) {
            assertEquals("${project.version}", version);
        }
    }

    private static Document pom(String module) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(ROOT.resolve(module).resolve("pom.xml").toFile());
    }

    private String one(Document pom, String path) throws Exception {
        return paths.evaluate(path, pom);
    }

    private List<String> all(Document pom, String path) throws Exception {
        NodeList found = (NodeList) paths.evaluate(path, pom, XPathConstants.NODESET);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            texts.add(found.item(i).getTextContent());
        }
        return texts;
    }
}
