package dev.plumb.source;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a file imports, found as its text is made: who comes first has the simple name. */
final class Imports {
    private final String packageName;

    /** Types by their simple names. */
    private final Map<String, String> types = new TreeMap<>();

    /** Types that have constants, by the names of these. */
    private final Map<String, String> constants = new TreeMap<>();

    private final Set<String> imported = new TreeSet<>();

    Imports(String packageName, String typeName) {
        this.packageName = packageName;
        types.put(typeName, packageName.isEmpty() ? typeName : packageName + "." + typeName);
    }

    /** A type as the text names it. */
    String type(String qualified) {
        int dot = qualified.lastIndexOf('.');
        String simple = qualified.substring(dot + 1);
        String owner = dot < 0 ? "" : qualified.substring(0, dot);
        if (!types.computeIfAbsent(simple, name -> qualified).equals(qualified)) {
            return qualified;
        }
        if (!owner.equals(packageName) && !owner.equals("java.lang")) {
            imported.add(qualified);
        }
        return simple;
    }

    /** A constant as the text names it. */
    String constant(AnnotationUse.ConstantName constant) {
        return constants
                        .computeIfAbsent(constant.name(), name -> constant.type())
                        .equals(constant.type())
                ? constant.name()
                : type(constant.type()) + "." + constant.name();
    }

    /** The types to import, sorted. */
    Set<String> types() {
        return imported;
    }

    /** The constants to import, sorted. */
    Set<String> constants() {
        Set<String> names = new TreeSet<>();
        constants.forEach((constant, type) -> names.add(type + "." + constant));
        return names;
    }
}
