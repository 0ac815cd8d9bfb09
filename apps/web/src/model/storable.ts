const ACCEPTED: Readonly<Record<string, readonly string[]>> = {
  int64: ['int64'],
  int32: ['int64'],
  int16: ['int64'],
  int8: ['int64'],
  int: ['int64'],
  double: ['double', 'int64'],
  float: ['double', 'int64'],
  string: ['string'],
  fixed_string: ['string'],
  bool: ['bool'],
  date: ['date'],
  time: ['time'],
  datetime: ['datetime'],
  timestamp: ['int64'],
  geography: [],
  duration: [],
};

/** Whether values of a result column can become a property of that type. Types that are not known here may. */
export function isStorable(columnType: string, propertyType: string): boolean {
  const [name = ''] = /^\w+/.exec(propertyType.toLowerCase()) ?? [];
  return columnType !== 'json' && (ACCEPTED[name]?.includes(columnType) ?? true);
}
