import type { AttackClass } from '../attack-pattern.ts';

/**
 * JavaDeserializationRCE: `(java.lang.Runtime).getRuntime().exec("whoami")`, CVE-2022-22963 and CVE-2022-22965
 * (https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html), and CVE-2022-42889
 * (https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-changelog.html); serialised objects, and the
 * classes of which published gadget chains are made.
 */
export const JAVA_DESERIALIZATION: AttackClass = {
  title: 'Java deserialization',
  patterns: [
    'java.lang.runtime',
    'java.lang.processbuilder',
    'java.lang.class.forname',
    'getruntime().exec',
    "getruntime'",
    'processbuilder(',
    't(java.lang',
    '@java.lang',
    'new java.lang.',
    'javax.script.scriptenginemanager',
    'javax.naming.initialcontext',
    // CVE-2022-22965
    'class.module.classloader',
    'class.classloader.resources',
    'class["module"]',
    "class['module']",
    // CVE-2022-22963
    'spring.cloud.function.routing-expression',
    // CVE-2022-42889
    '${script:',
    '${dns:',
    '${url:',
    // Expression languages of Struts and others
    '#_memberaccess',
    '_memberaccess[',
    'com.opensymphony.xwork2',
    'ognl.ognlcontext',
    'java.util.prefs',
    // The first bytes of a serialised object, as they are and in base64
    '\xac\xed\x00\x05',
    { near: 'ro0ab', regex: 'rO0AB[QX]' },
    { near: 'kztaau', regex: 'KztAAU[a-zA-Z]' },
    { near: 'cs7qaf', regex: 'Cs7QAF' },
    // Gadget chains
    'org.apache.commons.collections.functors',
    'org.apache.commons.collections4.functors',
    'org.apache.commons.beanutils.beancomparator',
    'org.apache.xalan.xsltc.trax.templatesimpl',
    'com.sun.org.apache.xalan',
    'com.sun.rowset.jdbcrowsetimpl',
    'com.mchange.v2.c3p0',
    'org.springframework.beans.factory.config.propertypathfactorybean',
    'org.springframework.context.support.classpathxmlapplicationcontext',
    'org.codehaus.groovy.runtime.convertedclosure',
    'sun.reflect.annotation.annotationinvocationhandler',
    'javax.management.badattributevalueexpexception',
    'ysoserial',
  ],
};

/**
 * Log4JRCE: `${jndi:ldap://example.com/}` (same page), CVE-2021-44228, CVE-2021-45046 and CVE-2021-45105, and the look-ups
 * with which its letters are hidden.
 */
export const LOG4J: AttackClass = {
  title: 'the Log4j vulnerability',
  patterns: [
    '${jndi:',
    '${${',
    '${lower:',
    '${upper:',
    '${::-',
    '${:-',
    '${env:',
    '${sys:',
    '${java:',
    '${ctx:',
    '${hostname',
  ],
};

/**
 * ReactJSRCE: CVE-2025-55182 (same page). The published exploits make a chunk of React's Flight protocol refer to its own
 * prototype, and claim that it was resolved: https://github.com/advisories/GHSA-fv66-9v8q-g76r.
 */
export const REACT: AttackClass = {
  title: 'CVE-2025-55182',
  patterns: [
    ':__proto__:',
    ':constructor:constructor',
    { near: 'resolved_model', regex: '["\\\\]status[\\\\]?["][ ]{0,4}:[ ]{0,4}[\\\\]?["]resolved_model' },
  ],
};
