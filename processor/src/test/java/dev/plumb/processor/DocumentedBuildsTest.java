package dev.plumb.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * The builds in the guides, for Maven and Gradle, name modules, versions and options that there are. They are not run here: {@code docs/compilers.md}
 * says which of them were.
 */
final class DocumentedBuildsTest {
    private static final Path ROOT = Path.of("..");
    private static final String GROUP = "dev.plumb";

    private static final Pattern XML = Pattern.compile("(?ms)^```xml\\n(.*?)^```$");
    private static final Pattern COORDINATES = Pattern.compile("\"dev\\.plumb:([\\w-]+):([^\"]+)\"");
    private static final Pattern OPTION =
            Pattern.compile("-A(plumb\\.[\\w.]+)|\\barg\\(\"(plumb\\.[\\w.]+)\"|Arg>(plumb\\.[\\w.]+)=");
    private static final Pattern KOTLIN_PLUGIN = Pattern.compile("kotlin\\(\"\\w+\"\\) version \"([^\"]+)\"");

    private final XPath paths = XPathFactory.newInstance().newXPath();
    private final Document build = parse(read(ROOT.resolve("pom.xml")));

    private static List<Path> pages() {
        try (Stream<Path> guides = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(Stream.of(ROOT.resolve("README.md")), guides)
                    .filter(page -> page.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Document parse(String xml) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        } catch (Exception e) {
            throw new AssertionError(xml, e);
        }
    }

    /** The pieces of POMs, each below an element that holds it. */
    private static List<Document> poms() {
        List<Document> poms = new ArrayList<>();
        for (Path page : pages()) {
            XML.matcher(read(page))
                    .results()
                    .map(block -> block.group(1).replaceFirst("<\\?xml.*\\?>", ""))
                    .forEach(piece -> poms.add(parse("<piece>" + piece + "</piece>")));
        }
        return poms;
    }

    private String one(Node node, String path) {
        try {
            return paths.evaluate(path, node);
        } catch (XPathExpressionException e) {
            throw new AssertionError(e);
        }
    }

    private List<Node> all(Node node, String path) {
        try {
            NodeList found = (NodeList) paths.evaluate(path, node, XPathConstants.NODESET);
            List<Node> nodes = new ArrayList<>();
            for (int i = 0; i < found.getLength(); i++) {
                nodes.add(found.item(i));
            }
            return nodes;
        } catch (XPathExpressionException e) {
            throw new AssertionError(e);
        }
    }

    private Set<String> modules() {
        Set<String> modules = new TreeSet<>(Set.of("plumb-bom"));
        all(parse(read(ROOT.resolve("bom/pom.xml"))), "//dependency/artifactId")
                .forEach(artifact -> modules.add(artifact.getTextContent()));
        return modules;
    }

    private String version() {
        return one(build, "/project/version");
    }

    /** A version as it stands in a piece: itself, or what a property of the piece or of the build says. */
    private String version(Document pom, Node owner) {
        String version = one(owner, "version");
        if (!version.startsWith("${")) {
            return version;
        }
        String property = version.substring(2, version.length() - 1);
        String stated = one(pom, "//properties/*[name() = '" + property + "']");
        return stated.isEmpty() ? one(build, "/project/properties/*[name() = '" + property + "']") : stated;
    }

    @Test
    void pomsNameModulesThatThereAreInTheirVersion() {
        int found = 0;
        for (Document pom : poms()) {
            for (Node artifact : all(pom, "//*[groupId = '" + GROUP + "']")) {
                assertTrue(modules().contains(one(artifact, "artifactId")), artifact::getTextContent);
                assertEquals(version(), version(pom, artifact), artifact::getTextContent);
                found++;
            }
        }
        assertTrue(found > 10, "only " + found);
    }

    @Test
    void pomsNameTheVersionsThatTheBuildItselfHas() {
        for (Document pom : poms()) {
            for (Node artifact : all(pom, "//dependency[groupId != '" + GROUP + "' and version]")) {
                String id = one(artifact, "artifactId");
                String version = version(pom, artifact);
                assertTrue(
                        all(build, "/project/properties/*").stream()
                                .anyMatch(property -> property.getTextContent().equals(version)),
                        id + " " + version);
            }
            for (Node kotlin : all(pom, "//properties/*[name() = 'kotlin.version']")) {
                assertEquals(one(build, "/project/properties/*[name() = 'kotlin.version']"), kotlin.getTextContent());
            }
        }
    }

    /** Maven 3.8 takes a compiler plugin by itself that knows no paths of processors, and says nothing of those that it is given. */
    @Test
    void wherePathsOfProcessorsAreThePluginHasItsVersion() {
        String version = one(build, "//plugin[artifactId = 'maven-compiler-plugin']/version");
        int found = 0;
        for (Document pom : poms()) {
            for (Node plugin : all(pom, "//plugin[artifactId = 'maven-compiler-plugin']")) {
                assertEquals(version, one(plugin, "version"), plugin::getTextContent);
                found++;
            }
        }
        assertTrue(found >= 3, "only " + found);
    }

    @Test
    void gradleFindsTheModulesByTheirVersion() {
        List<MatchResult> found = new ArrayList<>();
        for (Path page : pages()) {
            String text = read(page);
            found.addAll(COORDINATES.matcher(text).results().toList());
            KOTLIN_PLUGIN
                    .matcher(text)
                    .results()
                    .forEach(plugin -> assertEquals(
                            one(build, "/project/properties/*[name() = 'kotlin.version']"), plugin.group(1)));
        }
        for (MatchResult coordinates : found) {
            assertTrue(modules().contains(coordinates.group(1)), coordinates.group());
            assertEquals(version(), coordinates.group(2), coordinates.group());
        }
        assertTrue(found.size() >= 4, "only " + found.size());
    }

    @Test
    void theOptionsAreThoseOfTheProcessor() {
        Set<String> found = new TreeSet<>();
        for (Path page : pages()) {
            for (MatchResult option : OPTION.matcher(read(page)).results().toList()) {
                String name = Stream.of(option.group(1), option.group(2), option.group(3))
                        .filter(group -> group != null)
                        .findFirst()
                        .orElseThrow()
                        .replaceFirst("\\.$", "");
                assertTrue(Options.NAMES.contains(name), name);
                found.add(name);
            }
        }
        assertTrue(found.size() > 5, found::toString);
    }
}
