/** Examples out of files, folders, data bases and objects. */
@NullMarked
package dev.plumb.data.source;

import org.jspecify.annotations.NullMarked;
