#ifndef CDEVICE_H
#define CDEVICE_H

/// Measures once; the sensor needs a moment to settle.
int device_read(void);

#endif
