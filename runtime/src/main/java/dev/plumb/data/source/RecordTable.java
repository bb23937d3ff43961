package dev.plumb.data.source;

import dev.plumb.array.InputException;
import dev.plumb.data.IndexedTable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Objects in memory as the rows of a table: the components of records, or what the getters of other classes give, are its columns. They are numbers,
 * booleans, strings or enums; null is a missing value.
 */
public final class RecordTable implements IndexedTable {
    private final String name;
    private final List<?> rows;
    private final List<String> columns;
    private final List<Method> readers;

    private RecordTable(Class<?> type, List<?> rows, Map<String, Method> readers) {
        this.name = type.getSimpleName();
        this.rows = rows;
        this.columns = List.copyOf(readers.keySet());
        this.readers = List.copyOf(readers.values());
    }

    /**
     * The rows of a list of records or beans.
     *
     * @param type a record or a class with public getters; for access it is public, or its module opens it
     * @throws InputException if there are none, one is null, or the class has neither components nor getters
     */
    public static <R> RecordTable of(Class<R> type, List<? extends R> rows) {
        List<R> kept = new ArrayList<>(rows);
        if (kept.isEmpty()) {
            throw new InputException("the list of " + type.getSimpleName() + " is empty: expected at least one");
        }
        if (kept.contains(null)) {
            throw new InputException("row " + kept.indexOf(null) + " of " + type.getSimpleName() + " is null");
        }
        Map<String, Method> readers = type.isRecord() ? components(type) : getters(type);
        if (readers.isEmpty()) {
            throw new InputException("class " + type.getName() + " is no record and has no getters, so it has no columns");
        }
        return new RecordTable(type, kept, readers);
    }

    private static Map<String, Method> components(Class<?> type) {
        Map<String, Method> readers = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            readers.put(component.getName(), accessible(type, component.getAccessor()));
        }
        return readers;
    }

    /** By the alphabet: the order of methods is not that of the source. */
    private static Map<String, Method> getters(Class<?> type) {
        Map<String, Method> readers = new LinkedHashMap<>();
        Arrays.stream(type.getMethods())
                .filter(method -> method.getParameterCount() == 0
                        && !Modifier.isStatic(method.getModifiers())
                        && method.getDeclaringClass() != Object.class)
                .sorted(Comparator.comparing(Method::getName))
                .forEach(method -> {
                    String getter = method.getName();
                    if (getter.matches("get.+") && method.getReturnType() != void.class) {
                        readers.putIfAbsent(decapitalized(getter.substring(3)), accessible(type, method));
                    } else if (getter.matches("is.+") && method.getReturnType() == boolean.class) {
                        readers.putIfAbsent(decapitalized(getter.substring(2)), accessible(type, method));
                    }
                });
        return readers;
    }

    /** As the JavaBeans specification has it, 8.8: URL stays URL. */
    private static String decapitalized(String text) {
        boolean isAcronym = text.length() > 1 && Character.isUpperCase(text.charAt(0)) && Character.isUpperCase(text.charAt(1));
        return isAcronym ? text : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }

    private static Method accessible(Class<?> type, Method method) {
        if (!method.trySetAccessible()) {
            throw new InputException("the module of class " + type.getName()
                    + " does not open it: make the class public in an exported package, or open the package");
        }
        return method;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public int size() {
        return rows.size();
    }

    @Override
    public Row row(int index) {
        Object row = rows.get(index);
        return new Row() {
            @Override
            public String place() {
                return String.format(Locale.ROOT, "row %,d of %s", index, name);
            }

            @Override
            public @Nullable Object value(int column) {
                return RecordTable.this.value(row, column);
            }
        };
    }

    private @Nullable Object value(Object row, int column) {
        Object value;
        try {
            value = readers.get(column).invoke(row);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        } catch (InvocationTargetException e) {
            InputException failed = new InputException("it threw " + e.getCause());
            failed.initCause(e.getCause());
            throw failed;
        }
        if (value == null || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        if (value instanceof CharSequence text) {
            return text.toString();
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        throw new InputException("expected a number, a boolean, a string or an enum, found "
                + value.getClass().getSimpleName());
    }
}
